//! The one place where a key of the registry meets its field in a [`Scenario`].

use super::address::{Address, Owner};
use super::level::{Level, Source, Sourced};
use super::{FundingKind, Operation, PhaseLevel, Scenario, StartWhen, Theatre};

/// A value of any key.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a level.
    Level(Level),
    /// A whole number.
    Integer(u32),
    /// `true` or `false`.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A phase or shares of phases.
    Phase(PhaseLevel),
    /// Who pays.
    Funding(FundingKind),
    /// Names of theatres.
    Theatres(Vec<String>),
    /// Numbers of models, rising.
    Models(Vec<u32>),
    /// A delivery form: slug or family.
    Form(String),
    /// What an operation waits for.
    Condition(StartWhen),
}

macro_rules! scalars {
    ($owner:ident { $($table:literal . $key:literal => $field:ident : $variant:ident;)* }) => {
        impl $owner {
            fn scalar(&self, table: &str, name: &str) -> Option<Sourced<Value>> {
                match (table, name) {
                    $(($table, $key) => Some(Sourced {
                        value: Value::$variant(self.$field.value.clone()),
                        source: self.$field.source.clone(),
                    }),)*
                    _ => None,
                }
            }
            fn put_scalar(&mut self, table: &str, name: &str, value: Value, source: Source) -> bool {
                match (table, name, value) {
                    $(($table, $key, Value::$variant(value)) => {
                        self.$field = Sourced { value, source };
                        true
                    })*
                    _ => false,
                }
            }
        }
    };
}

scalars!(Scenario {
    ""."horizon_months" => horizon_months: Integer;
    "council"."general_assembly" => general_assembly: Boolean;
    "funding"."pooling" => pooling: Boolean;
    "funding"."payers" => payers: Text;
    "funding"."normalise" => normalise: Boolean;
});

scalars!(Theatre {
    "host"."phase" => phase: Phase;
    "host"."links" => links: Theatres;
    "host"."election_interval_months" => election_interval_months: Integer;
});

scalars!(Operation {
    "mission"."theatres" => theatres: Theatres;
    "mission"."models" => models: Models;
    "mission"."form" => form: Form;
    "mission"."organisation" => organisation: Text;
    "mission"."funding" => funding: Funding;
    "mission"."start_month" => start_month: Integer;
    "mission"."start_when" => start_when: Condition;
    "mission"."follows" => follows: Text;
    "mission"."planned_exit_months" => planned_exit_months: Integer;
});

/// Reads and writes a struct of levels or scalars by table and name.
macro_rules! owner {
    ($owner:ident) => {
        impl $owner {
            fn value(&self, table: &str, name: &str) -> Option<Sourced<Value>> {
                let level = self.levels.get(table, name);
                let level = level.map(|l| Sourced { value: Value::Level(l.value.clone()), source: l.source.clone() });
                level.or_else(|| self.scalar(table, name))
            }
            fn put_value(&mut self, table: &str, name: &str, value: Value, source: Source) -> bool {
                match (self.levels.get_mut(table, name), value) {
                    (Some(level), Value::Level(value)) => {
                        *level = Sourced { value, source };
                        true
                    }
                    (_, value) => self.put_scalar(table, name, value, source),
                }
            }
        }
    };
}

owner!(Scenario);
owner!(Theatre);
owner!(Operation);

impl Scenario {
    /// The value under an address; `None` where the scenario has no such theatre or operation.
    pub fn get(&self, address: &Address) -> Option<Sourced<Value>> {
        let (table, name) = (address.key.table, address.key.name);
        match &address.owner {
            Owner::World => self.plain_text(name).or_else(|| self.value(table, name)),
            Owner::Theatre(t) => self.theatres.get(t)?.value(table, name),
            Owner::Operation(o) => self.operations.get(o)?.value(table, name),
        }
    }

    /// Puts a value under an address; false where nothing takes it.
    pub(super) fn put(&mut self, address: &Address, value: Value, source: Source) -> bool {
        let (table, name) = (address.key.table, address.key.name);
        match &address.owner {
            Owner::World => match (name, value) {
                ("title", Value::Text(text)) => replace(&mut self.title, text),
                ("description", Value::Text(text)) => replace(&mut self.description, text),
                (_, value) => self.put_value(table, name, value, source),
            },
            Owner::Theatre(t) => self.theatres.get_mut(t).is_some_and(|t| t.put_value(table, name, value, source)),
            Owner::Operation(o) => self.operations.get_mut(o).is_some_and(|o| o.put_value(table, name, value, source)),
        }
    }

    /// Title and description carry no source: they change no result.
    fn plain_text(&self, name: &str) -> Option<Sourced<Value>> {
        match name {
            "title" => Some(Sourced::default_of(Value::Text(self.title.clone()))),
            "description" => Some(Sourced::default_of(Value::Text(self.description.clone()))),
            _ => None,
        }
    }
}

fn replace(field: &mut String, text: String) -> bool {
    *field = text;
    true
}
