//! What stands on charts of money, a mission's and a treaty's.

crate::messages! {
    // Cash and arrears.
    /// Subtitle.
    CASH_SUBTITLE: "Accounts of the mission at the end of each month, US$, {count}, {stance}. Lines: median; bands: the \
        middle 50 % and 90 % of histories. {assumed}",
        "各月末のミッションの勘定、米ドル、{count}、{stance}。線：中央値、帯：試行の中央50 %と90 %。{assumed}";
    /// Heading.
    CASH: "Cash in hand", "手元現金";
    /// Heading.
    UNPAID: "Assessments unpaid", "未払いの分担金";
    /// Heading, where donors pay.
    UNPAID_PLEDGES: "Pledges unpaid", "未払いの任意拠出金";
    /// Heading, where donors pay for some operations.
    UNPAID_DUES: "Dues unpaid", "未払いの分担金・拠出金";
    /// The same in a title.
    OWED: "unpaid assessments", "未払い分担金";
    /// The same in a title, where donors pay.
    OWED_PLEDGES: "unpaid pledges", "未払いの任意拠出金";
    /// The same in a title, where donors pay for some operations.
    OWED_DUES: "unpaid dues", "未払いの分担金・拠出金";
    /// Title.
    CASH_TITLE: "The mission costs {cost} on average; {unpaid} peak at {owed} on average while it is deployed",
        "ミッションの費用は平均{cost}、展開中の{unpaid}は最大で平均{owed}";
    /// Nothing to say.
    CASH_PLAIN: "Cash in hand and {unpaid} by month", "月ごとの手元現金と{unpaid}";

    // Shortfall.
    /// Subtitle.
    SHORT_SUBTITLE: "Share of histories with the mission still deployed, by month (months in which at least 5 % are), {count}, \
        {stance}. Several theatres: their mean. {assumed}",
        "ミッションが展開中の試行に占める割合、月別（5 %以上が展開中の月のみ）、{count}、{stance}。複数の地域では平均。{assumed}";
    /// Line.
    SHORT: "cash short of the plan", "現金が計画に不足";
    /// Line.
    CUT: "cuts for the outlook", "見通しによる削減";
    /// Title.
    SHORT_TITLE: "In the worst month cash is short of the plan in {short} of missions, and {cut} cut for the outlook",
        "最も厳しい月には、ミッションの{short}で現金が計画に不足し、{cut}が見通しにより削減する";

    // Waterfall.
    /// Subtitle.
    WATERFALL_SUBTITLE: "Means over the whole mission, US$, {count}, {stance}. Whiskers: the middle 90 % of histories. Left of \
        the gap: from what is required to what is spent; right of it: what the spending buys. {assumed}",
        "ミッション全期間の平均、米ドル、{count}、{stance}。ひげ：試行の中央90 %。間隔の左：所要額から支出まで、右：支出の内訳。{assumed}";
    /// Title.
    WATERFALL_TITLE: "Of {required} that the mission requires, {received} arrive and {spent} are spent",
        "ミッションの所要額{required}のうち、{received}が入金され、{spent}が支出される";
    /// Bar.
    REQUIRED: "required", "所要額";
    /// Bar.
    APPROVED_LESS: "approved, more or less", "承認額との差";
    /// Bar.
    APPROVED: "approved budget", "承認予算";
    /// Bar.
    NOT_RECEIVED: "not received", "未入金";
    /// Bar.
    GIVEN: "voluntary money", "任意拠出金";
    /// Bar, where more arrives than was budgeted.
    RECEIVED_MORE: "received beyond it", "予算超の入金";
    /// Bar.
    RECEIVED: "received", "入金額";
    /// Bar, where partners pay a part beside the assessed account.
    RECEIVED_WITH_PARTNERS: "received from all", "全負担者の入金額";
    /// Bar.
    NOT_SPENT: "reserve, loans and balances", "留保基金・借入・残高";
    /// Bar.
    SPENT: "spent", "支出";

    // Components.
    /// Subtitle.
    COMPONENTS_SUBTITLE: "Mean cost per month by component, US$, {count}, {stance}; beside the areas: the share of all that \
        is spent.",
        "構成別の月平均費用、米ドル、{count}、{stance}。面の横：総支出に占める割合。";
    /// Title.
    COMPONENTS_TITLE: "{share} of what the mission spends goes to {largest}", "ミッションの支出の{share}は{largest}";
    /// Component.
    CONTRIBUTORS: "contributors", "要員提供国への償還";
    /// Component.
    OPERATIONS: "operations", "施設・輸送・航空";
    /// Component.
    PROGRAMME: "programmes", "プログラム資金";
    /// Component.
    CIVILIANS: "civilian staff", "文民要員";
    /// Component.
    VOLUNTARY: "voluntary programmes", "任意拠出の事業";
    /// Component.
    OVERHEAD: "overhead", "間接費";
    /// Axis.
    PER_MONTH: "US$ per month", "月額（米ドル）";

    // The treaty.
    /// Axis.
    AUGUSTS: "August of each year", "各年8月";
    /// Subtitle of every treaty chart.
    TREATY_SUBTITLE: "{what} Line: median; bands: the middle 50 % and 90 % of histories; {count}, {stance}.",
        "{what}線：中央値、帯：試行の中央50 %と90 %、{count}、{stance}。";
    /// What is drawn.
    PARTIES_WHAT: "States parties by month.", "月ごとの締約国数。";
    /// Axis.
    STATES: "states parties", "締約国数";
    /// What is drawn.
    DUES_WHAT: "Accounts of the treaty at the end of each month, US$.", "各月末の条約の勘定、米ドル。";
    /// What is drawn.
    RISK_WHAT: "Left: the share of histories in which the year's meeting is at risk for lack of money. Right: the largest \
        payer's share of the scale.",
        "左：資金不足により年次会合が危うい試行の割合。右：最大の分担国の分担率。";
    /// What is drawn, below each other.
    RISK_WHAT_NARROW: "Above: the share of histories in which the year's meeting is at risk for lack of money. Below: the \
        largest payer's share of the scale.",
        "上：資金不足により年次会合が危うい試行の割合。下：最大の分担国の分担率。";
    /// Heading.
    AT_RISK: "Meeting at risk", "会合が危うい割合";
    /// Heading.
    LARGEST: "Share of the largest payer", "最大の分担国の分担率";
    /// What is drawn.
    DUTIES_WHAT: "Obligations met (stockpiles, clearance, victim assistance) and capacity of the support unit.",
        "義務の履行（貯蔵弾の廃棄、除去、被害者支援）と履行支援ユニットの能力。";
    /// Heading.
    DUTIES: "Obligations met", "履行された義務";
    /// Heading.
    UNIT: "Capacity of the support unit", "履行支援ユニットの能力";
}
