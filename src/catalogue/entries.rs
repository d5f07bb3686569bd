//! Every entry of the catalogue, typed.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::parse::{items, typed};

/// What all entries share.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The study's number.
    pub number: u32,
    /// Short name in scenarios.
    pub slug: String,
    /// English name.
    pub name_en: String,
    /// Japanese name.
    pub name_ja: String,
    /// Where in the study it stands.
    pub place: String,
    /// Our description, English.
    pub text_en: String,
    /// Our description, Japanese.
    pub text_ja: String,
    /// The whole entry.
    pub fields: Map<String, Json>,
}

macro_rules! entry {
    ($(#[$meta:meta])* $name:ident { $( $(#[$attr:meta])* $field:ident : $type:ty, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code, missing_docs, reason = "fields are those of the file; most are only shown")]
        pub struct $name {
            pub number: u32,
            pub slug: String,
            pub name_en: String,
            pub name_ja: String,
            #[serde(rename = "where")]
            pub place: String,
            pub text_en: String,
            pub text_ja: String,
            $( $(#[$attr])* pub $field: $type, )*
        }
    };
}

/// Size the study gives a model, where it gives one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypicalSize {
    /// Most civilians.
    pub civilian_max: Option<u32>,
    /// In words.
    pub note: String,
}

entry! {
    /// One of the 30 models of section 5.2.
    Model {
        aim_en: String, aim_ja: String, tasks: Vec<String>, tasks_fit: String, components: Vec<String>,
        capabilities_ja: Vec<String>, capabilities_en: Vec<String>, capabilities: Vec<String>,
        precedents: Vec<String>, links: Vec<u32>, phases: Vec<String>, phases_basis: String,
        #[serde(default)] note: String, typical_size: Option<TypicalSize>,
    }
}
impl Model {
    /// Whether the study itself names the phases of conflict that the model is for; otherwise they are inferred.
    pub fn phases_are_stated(&self) -> bool {
        self.phases_basis == "stated"
    }
}
entry! {
    /// One of the delivery forms of section 5.3.
    Form {
        family: String, effects_en: Vec<String>, effects_ja: Vec<String>, precedents: Vec<String>,
        needs_partner: bool, variant: Option<String>, variant_en: Option<String>,
        variant_ja: Option<String>, #[serde(default)] note: String,
    }
}
entry! {
    /// A mandate task of figure 6.
    Task { rank: u32, }
}
entry! {
    /// A task component of footnote 32.
    Component { since: Option<u32>, }
}
entry! {
    /// A key capability of chapter 6, or a threat of chapter 4.
    Elements { elements_en: Vec<String>, elements_ja: Vec<String>, }
}
entry! {
    /// A success factor of chapter 7.
    Factor { measures_en: Vec<String>, measures_ja: Vec<String>, }
}
entry! {
    /// A challenge of section 2.3.
    Challenge { ordinal: String, elements_en: Vec<String>, elements_ja: Vec<String>, keys: Vec<String>, }
}
entry! {
    /// A comparative advantage of chapter 3.
    Advantage {}
}
entry! {
    /// A figure of force generation.
    ForceGeneration { value: f64, unit: String, qualifier: String, }
}
entry! {
    /// A finding of box 1.
    Finding { id_prefix: String, endnotes: Vec<String>, papers: Vec<String>, }
}
entry! {
    /// A figure or mechanism of money.
    Finance { kind: String, value: Option<f64>, unit: Option<String>, qualifier: Option<String>, }
}
entry! {
    /// What a quick reader passes over.
    PassedOver { kind_suggested: String, listed_in: String, }
}

macro_rules! kinds {
    ($( $id:ident $word:literal $type:ident $doc:literal $ja:literal; )*) => {
        /// A list of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $( #[doc = $doc] $id, )* }
        impl Kind {
            /// All lists.
            pub const ALL: &'static [Self] = &[$( Self::$id ),*];
            /// Its word on the command line and the stem of its file.
            pub const fn word(self) -> &'static str {
                match self { $( Self::$id => $word, )* }
            }
            /// What it lists.
            pub const fn doc(self) -> &'static str {
                match self { $( Self::$id => $doc, )* }
            }
            /// What it lists, in Japanese.
            pub const fn doc_ja(self) -> &'static str {
                match self { $( Self::$id => $ja, )* }
            }
            fn text(self) -> &'static str {
                match self { $( Self::$id => include_str!(concat!("../../data/catalogue/", $word, ".toml")), )* }
            }
            /// Reads a text as the file of this list.
            ///
            /// # Errors
            /// A sentence that names the file and the entry to blame.
            pub fn read(self, text: &str) -> Result<Vec<Entry>, String> {
                let file = format!("data/catalogue/{}.toml", self.word());
                let each = |item: &toml::Table| {
                    match self { $( Self::$id => { typed::<$type>(&file, item)?; } )* }
                    Ok(entry(item))
                };
                items(&file, text)?.iter().map(each).collect()
            }
        }
    };
}

kinds! {
    Models "models" Model "The 30 models of missions (section 5.2)" "30のミッションモデル（5.2節）";
    Forms "forms" Form "The 6 delivery forms (section 5.3)" "6つの実施形態（5.3節）";
    Tasks "tasks" Task "The 42 mandate tasks by frequency (figure 6)" "42のマンデート任務、頻度順（図6）";
    Components "components" Component "The Council's 21 task components (footnote 32)" "安保理の21の任務構成要素（脚注32）";
    Capabilities "capabilities" Elements "The 9 key capabilities (chapter 6)" "9つの主要な能力（第6章）";
    Factors "factors" Factor "The 10 success factors (chapter 7)" "10の成功要因（第7章）";
    Threats "threats" Elements "The threats (chapter 4)" "脅威（第4章）";
    Challenges "challenges" Challenge "The challenges (section 2.3)" "課題（2.3節）";
    Advantages "advantages" Advantage "The comparative advantages (chapter 3)" "比較優位（第3章）";
    ForceGeneration "force-generation" ForceGeneration "Force generation (box 2)" "部隊編成（ボックス2）";
    Findings "findings" Finding "The 23 findings (box 1)" "23の知見（ボックス1）";
    Finance "finance" Finance "Money (box 3)" "資金（ボックス3）";
    PassedOver "passed-over" PassedOver "What a quick reader passes over" "速読では見落とされるもの";
}

/// The common part of an entry that has been checked.
fn entry(item: &toml::Table) -> Entry {
    let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
    Entry {
        number: item["number"].as_integer().unwrap_or_default() as u32,
        slug: text("slug"),
        name_en: text("name_en"),
        name_ja: text("name_ja"),
        place: text("where"),
        text_en: text("text_en"),
        text_ja: text("text_ja"),
        fields: match serde_json::to_value(item) {
            Ok(Json::Object(map)) => map,
            _ => Map::new(),
        },
    }
}

/// The entries of a list in the study's order.
///
/// # Panics
/// Never in a released build: a test reads every embedded file.
pub fn entries(kind: Kind) -> &'static [Entry] {
    static ALL: LazyLock<Vec<Vec<Entry>>> = LazyLock::new(|| {
        let read = |kind: &Kind| kind.read(kind.text()).unwrap_or_else(|why| panic!("{why}"));
        Kind::ALL.iter().map(read).collect()
    });
    &ALL[kind as usize]
}

fn embedded<T: serde::de::DeserializeOwned>(kind: Kind) -> Vec<T> {
    let all = items(kind.word(), kind.text()).and_then(|all| all.iter().map(|i| typed(kind.word(), i)).collect());
    all.unwrap_or_else(|why| panic!("{why}"))
}

/// The 30 models.
pub fn models() -> &'static [Model] {
    static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| embedded(Kind::Models));
    &MODELS
}

/// The delivery forms; form 3 stands as 3A and 3B.
pub fn forms() -> &'static [Form] {
    static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| embedded(Kind::Forms));
    &FORMS
}
