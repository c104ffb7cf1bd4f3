//! The state as a signal, and the one way to change it.

use std::rc::Rc;

use leptos::prelude::*;

use crate::effects::Effects;
use crate::state::{App, Command, update};

/// Handle of the state; cheap to copy into every component.
#[derive(Clone, Copy)]
pub struct Store {
    app: RwSignal<App>,
    effects: StoredValue<Rc<Effects>, LocalStorage>,
}

/// Creates the state with its effects and puts it into the context.
#[must_use]
pub fn provide() -> Store {
    let app = RwSignal::new(App::default());
    let store = Store { app, effects: StoredValue::new_local(Effects::new()) };
    provide_context(store);
    store.effects.with_value(|effects| effects.start(store));
    store.send(Command::Start);
    store
}

impl Store {
    /// The store of the context.
    #[must_use]
    pub fn here() -> Self {
        #[expect(clippy::expect_used, reason = "every view lives below `provide`")]
        use_context().expect("the store is provided above all views")
    }

    /// Applies a command and carries out what follows.
    pub fn send(self, command: Command) {
        let effects = self.app.try_update(|app| update(app, command)).unwrap_or_default();
        let runner = self.effects.with_value(Rc::clone);
        for effect in effects {
            runner.run(self, effect);
        }
    }

    /// A part of the state that notifies only when it changes.
    pub fn part<T: PartialEq + Send + Sync + 'static>(self, read: impl Fn(&App) -> T + Send + Sync + 'static) -> Memo<T> {
        Memo::new(move |_| self.app.with(&read))
    }

    /// Reads the state once, without being notified.
    pub fn peek<T>(self, read: impl FnOnce(&App) -> T) -> T {
        self.app.with_untracked(read)
    }
}
