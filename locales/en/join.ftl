## First words

join-welcome =
    👋 Hello, <b>{ $name }</b>!

    This is the loyalty program of <b>{ $shop }</b>.
join-welcome-unnamed =
    👋 Hello, <b>{ $name }</b>!

    This is our shop’s loyalty program.
join-how =
    Show your card at the till, earn points, pay with them next time.

    💳 The code of your card: <code>{ $code }</code>
join-offer = Here is what else you can do. Now or later, as you like 👇
join-staff =
    💼 Your role here: <b>{ $role }</b>.
    To sell, press “{ menu-invoice }” below. What else you can do: /help
join-back =
    👋 Welcome back, <b>{ $name }</b>!

    You have <b>{ points-count }</b>.
