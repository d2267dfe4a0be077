//! The signal to stop: given once, heard by everybody who holds a [`Stop`].

use std::{pin::pin, time::Duration};

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// Hears whether it is time to stop.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

/// Gives the signal; dropping it gives it too.
pub struct Stopper(watch::Sender<bool>);

/// A signal that was not given yet.
pub fn channel() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), Stop(receiver))
}

/// A signal that is given when the operating system asks the program to end: Ctrl-C, or SIGTERM from whoever started it.
///
/// # Errors
/// The operating system's, where it lets nobody listen.
pub fn on_signals() -> std::io::Result<Stop> {
    let (stopper, stop) = channel();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        stopper.stop();
    });
    Ok(stop)
}

impl Stopper {
    /// It is time to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Is it time to stop?
    pub fn is_given(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits for the signal.
    pub async fn given(&self) {
        // An error says that the one who could give it is gone, which is the same.
        let _ = self.0.clone().wait_for(|given| *given).await;
    }

    /// Waits, but not beyond the signal; was the whole time waited?
    pub async fn sleep(&self, time: Duration) -> bool {
        self.unless(tokio::time::sleep(time)).await.is_some()
    }

    /// What `future` gives, unless the signal comes first: then it is dropped. Only for what may be broken off anywhere.
    pub(crate) async fn unless<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let (future, given) = (pin!(future), pin!(self.given()));
        tokio::select! {
            biased;
            () = given => None,
            done = future => Some(done),
        }
    }
}
