//! From a branch of the tree to a screen: the context of the person, the permission gates, and the adapters that let a screen be
//! a plain `async fn(&mut Context, …) -> Result<()>`.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::ready,
    ops::ControlFlow,
    panic::Location,
    sync::{Arc, Mutex, PoisonError},
};

use dptree::{HandlerSignature, Type, di::DependencyMap};
use futures_util::future::BoxFuture;
use teloxide::types::Update;

use super::{
    command::Command, context::Context, dialogue::Waiting, incoming, refusal, shop_context::ShopContext,
    staff::dispatch,
};
use crate::{
    domain::{Permission, Role},
    service::{Error, Refusal, Result},
    telegram::exactly_once::{Handlers, UpdateTransaction},
};

/// The context of the update, for the branches of the tree. One screen takes the context; filters read the other fields.
#[derive(Clone)]
pub(super) struct Handle {
    context: Arc<Mutex<Option<Context>>>,
    /// The person's role at this moment.
    pub(super) role: Option<Role>,
}

impl Handle {
    fn new(cx: Context) -> Self {
        Self { role: cx.role, context: Arc::new(Mutex::new(Some(cx))) }
    }

    fn take(&self) -> Result<Context> {
        let context = self.context.lock().unwrap_or_else(PoisonError::into_inner).take();
        context.ok_or(Error::Corrupt("two screens for one update"))
    }

    /// Ends the conversation that is under way.
    async fn leave(&self) -> Result<()> {
        let mut cx = self.take()?;
        cx.leave();
        dispatch::keep_interrupted(&mut cx).await?;
        *self.context.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx);
        Ok(())
    }

    /// Shows a screen and gives the transaction back. Where a use case is refused, the effects of the screen are rolled back,
    /// and the answer is queued in a new transaction.
    async fn show(
        self,
        screen: impl for<'a> FnOnce(&'a mut Context) -> BoxFuture<'a, Result<()>> + Send,
    ) -> Result<()> {
        let mut cx = self.take()?;
        match screen(&mut cx).await {
            Ok(()) => {
                dispatch::keep_interrupted(&mut cx).await?;
                cx.close().await
            }
            Err(Error::Refused(refusal)) => {
                let mut cx = cx.restart().await?;
                refusal::tell(&mut cx, &refusal).await?;
                cx.close().await
            }
            Err(error) => Err(error),
        }
    }
}

/// Opens the context: the branches below get a [`Handle`] and a [`Waiting`].
#[track_caller]
pub(super) fn with_context() -> Handlers {
    let needs = types([Type::of::<Arc<ShopContext>>(), Type::of::<UpdateTransaction>(), Type::of::<Update>()]);
    let brings = BTreeSet::from([Type::of::<Handle>(), Type::of::<Waiting>()]);
    dptree::from_fn(
        async |mut dependencies: DependencyMap, next| match Box::pin(open(&dependencies)).await {
            Ok(Some((handle, waiting))) => {
                dependencies.insert(handle);
                dependencies.insert(waiting);
                next(dependencies).await
            }
            Ok(None) => ControlFlow::Continue(dependencies),
            Err(error) => ControlFlow::Break(Err(error)),
        },
        signature(needs, brings),
    )
}

async fn open(dependencies: &DependencyMap) -> Result<Option<(Handle, Waiting)>> {
    let Some(incoming) = incoming::read(&dependencies.get::<Update>()) else { return Ok(None) };
    let shop = Arc::clone(&*dependencies.get::<Arc<ShopContext>>());
    let transaction = UpdateTransaction::clone(&dependencies.get::<UpdateTransaction>());
    let cx = Context::open(shop, transaction, incoming).await?;
    let waiting = Waiting::of(cx.dialogue());
    Ok(Some((Handle::new(cx), waiting)))
}

/// Passes a person who has the permission; another gets the refusal.
#[track_caller]
pub(super) fn may(permission: Permission) -> Handlers {
    gate(BTreeMap::new(), move |_| Some(permission))
}

/// Passes a person who may use the [`Command`]; another gets the refusal.
#[track_caller]
pub(super) fn may_use_command() -> Handlers {
    gate(types([Type::of::<Command>()]), |dependencies| dependencies.get::<Command>().permission())
}

/// The role is read with every update, so a button or keyboard that was drawn for a member of the staff who has left since does
/// nothing.
#[track_caller]
fn gate(
    mut needs: BTreeMap<Type, &'static Location<'static>>,
    required: impl Fn(&DependencyMap) -> Option<Permission> + Send + Sync + 'static,
) -> Handlers {
    let required = Arc::new(required);
    needs.extend(types([Type::of::<Handle>()]));
    dptree::from_fn(
        move |dependencies: DependencyMap, next| {
            let required = Arc::clone(&required);
            async move {
                let handle = Handle::clone(&dependencies.get::<Handle>());
                let is_allowed = required(&dependencies)
                    .is_none_or(|permission| handle.role.is_some_and(|role| role.allows(permission)));
                if is_allowed {
                    return next(dependencies).await;
                }
                ControlFlow::Break(handle.show(refuse).await)
            }
        },
        signature(needs, BTreeSet::new()),
    )
}

fn refuse(_: &mut Context) -> BoxFuture<'_, Result<()>> {
    Box::pin(ready(Err(Refusal::NotAllowed.into())))
}

/// Ends the conversation that is under way before the screen of a command is shown. What was typed in it is kept.
#[track_caller]
pub(super) fn leave_conversation() -> Handlers {
    dptree::from_fn(
        async |dependencies: DependencyMap, next| {
            let handle = Handle::clone(&dependencies.get::<Handle>());
            match Box::pin(handle.leave()).await {
                Ok(()) => next(dependencies).await,
                Err(error) => ControlFlow::Break(Err(error)),
            }
        },
        signature(types([Type::of::<Handle>()]), BTreeSet::new()),
    )
}

#[track_caller]
fn types<const N: usize>(types: [Type; N]) -> BTreeMap<Type, &'static Location<'static>> {
    types.map(|name| (name, Location::caller())).into()
}

const fn signature(
    obligations: BTreeMap<Type, &'static Location<'static>>,
    guaranteed_outcomes: BTreeSet<Type>,
) -> HandlerSignature {
    HandlerSignature::Other { obligations, guaranteed_outcomes, conditional_outcomes: BTreeSet::new(), continues: true }
}

/// A screen: `async fn(&mut Context, …) -> Result<()>`. The trait names the future, which a bound on `Fn` alone cannot.
pub(super) trait Screen<'a, Args>: Send + Sync + 'static {
    /// Shows the screen.
    fn show(&self, cx: &'a mut Context, args: Args) -> BoxFuture<'a, Result<()>>;
}

macro_rules! screens {
    ($($args:ty => ($($arg:ident: $name:ident),*);)*) => {$(
        impl<'a, F, Fut, $($name: Send + 'a),*> Screen<'a, $args> for F
        where
            F: Fn(&'a mut Context, $($name),*) -> Fut + Send + Sync + 'static,
            Fut: Future<Output = Result<()>> + Send + 'a,
        {
            fn show(&self, cx: &'a mut Context, args: $args) -> BoxFuture<'a, Result<()>> {
                let ($($arg,)*) = args;
                Box::pin(self(cx, $($arg),*))
            }
        }
    )*};
}

screens! {
    () => ();
    (A,) => (a: A);
    (A, B) => (a: A, b: B);
    (A, B, C) => (a: A, b: B, c: C);
    (A, B, C, D) => (a: A, b: B, c: C, d: D);
}

/// An endpoint that shows a screen.
#[track_caller]
pub(super) fn screen<S: for<'a> Screen<'a, ()>>(screen: S) -> Handlers {
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| screen.show(cx, ())).await }
    })
}

/// An endpoint that shows a screen with one value of the branch.
#[track_caller]
pub(super) fn screen_of<A, S>(screen: S) -> Handlers
where
    A: Clone + Send + Sync + 'static,
    S: for<'a> Screen<'a, (A,)>,
{
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle, a: A| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| screen.show(cx, (a,))).await }
    })
}

/// As [`screen_of`], with two values, from a variant with two fields.
#[track_caller]
pub(super) fn screen_of_two<A, B, S>(screen: S) -> Handlers
where
    A: Clone + Send + Sync + 'static,
    B: Clone + Send + Sync + 'static,
    S: for<'a> Screen<'a, (A, B)>,
{
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle, fields: (A, B)| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| screen.show(cx, fields)).await }
    })
}

/// As [`screen_of`], with three values.
#[track_caller]
pub(super) fn screen_of_three<A, B, C, S>(screen: S) -> Handlers
where
    A: Clone + Send + Sync + 'static,
    B: Clone + Send + Sync + 'static,
    C: Clone + Send + Sync + 'static,
    S: for<'a> Screen<'a, (A, B, C)>,
{
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle, fields: (A, B, C)| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| screen.show(cx, fields)).await }
    })
}

/// As [`screen_of`], with four values.
#[track_caller]
pub(super) fn screen_of_four<A, B, C, D, S>(screen: S) -> Handlers
where
    A: Clone + Send + Sync + 'static,
    B: Clone + Send + Sync + 'static,
    C: Clone + Send + Sync + 'static,
    D: Clone + Send + Sync + 'static,
    S: for<'a> Screen<'a, (A, B, C, D)>,
{
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle, fields: (A, B, C, D)| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| screen.show(cx, fields)).await }
    })
}

/// A screen that takes the person's text: `async fn(&mut Context, …, &str) -> Result<()>`.
pub(super) trait TextScreen<'a, Args>: Send + Sync + 'static {
    /// The future that shows the screen.
    type Shown: Future<Output = Result<()>> + Send + 'a;

    /// Shows the screen.
    fn show(&self, cx: &'a mut Context, args: Args, text: &'a str) -> Self::Shown;
}

impl<'a, F, Fut> TextScreen<'a, ()> for F
where
    F: Fn(&'a mut Context, &'a str) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<()>> + Send + 'a,
{
    type Shown = Fut;

    fn show(&self, cx: &'a mut Context, (): (), text: &'a str) -> Fut {
        self(cx, text)
    }
}

impl<'a, F, Fut, A> TextScreen<'a, (A,)> for F
where
    F: Fn(&'a mut Context, A, &'a str) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<()>> + Send + 'a,
{
    type Shown = Fut;

    fn show(&self, cx: &'a mut Context, (a,): (A,), text: &'a str) -> Fut {
        self(cx, a, text)
    }
}

/// An endpoint that shows a screen with the person's text.
#[track_caller]
pub(super) fn screen_of_text<S: for<'a> TextScreen<'a, ()>>(screen: S) -> Handlers {
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle, text: String| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| Box::pin(async move { screen.show(cx, (), &text).await })).await }
    })
}

/// An endpoint that takes the person's text as the answer to what a conversation waits for.
#[track_caller]
pub(super) fn answer<D, S>(screen: S) -> Handlers
where
    D: Clone + Send + Sync + 'static,
    S: for<'a> TextScreen<'a, (D,)>,
{
    let screen = Arc::new(screen);
    dptree::endpoint(move |handle: Handle, dialogue: D, text: String| {
        let screen = Arc::clone(&screen);
        async move { handle.show(|cx| Box::pin(async move { screen.show(cx, (dialogue,), &text).await })).await }
    })
}
