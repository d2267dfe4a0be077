## What every screen says

button-yes = Yes
button-no = No
button-cancel = ✖️ Cancel
button-back = ↩️ Back
button-confirm = ✅ Confirm
button-next = Next →
button-previous = ← Previous
page = Page { $page } of { $pages }

language-name = English

cancelled = OK, cancelled. Nothing has changed.
nothing-to-cancel = There is nothing to cancel right now.
interrupted-kept = 📝 Not finished: <b>{ $what }</b>. What you typed is kept for an hour.
interrupted-dropped = 🗑 Dropped: { $what }. Nothing has changed.
button-go-on = ▶️ Go on
button-drop = 🗑 Drop it
timed-out = That was a while ago, so we stopped there. Nothing has changed, and you can start again.
button-outdated = This button is out of date. Please open the screen again.
button-not-yours = This button is for someone else.
unknown-command = There is no such command. Here is what I can do: /help
not-understood = Sorry, I didn’t get that. Pick a button below or open /help
text-and-buttons-only = I only understand text and buttons. Put it in words or pick a button 👇
contact-not-wanted = A contact does not answer this question, so nothing was noted. Here it is again:
text-too-long =
    That’s too long. Please keep it to { $limit } { $limit ->
        [one] character
       *[other] characters
    }.
edited = I do not read edited messages. Please send a new one.
only-in-private = I answer in a private chat only: here everybody would see your points.
button-open-chat = Open the chat
apology =
    Something broke on our side. We already know and are looking into it.

    Nothing is lost: your points and purchases are safe. Please try again a little later.
owner-alarm =
    ⚠️ <b>A message could not be handled</b>
    Update <code>{ $update }</code>; the reason is in the program’s log.

    We apologised to the person. The message is kept, and all other chats go on.

## Words of the vocabulary

points-count =
    { $points } { $points-count ->
        [one] point
       *[other] points
    }
wallet-main = Points
wallet-referral = Friend points
role-cashier = Cashier
role-manager = Manager
role-owner = Owner

## Words that staff type in an invoice of one message

keyword-bonus = bonus
keyword-referral = referral
keyword-all = all
keyword-debt = debt
