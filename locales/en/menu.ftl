## Keyboard of customers

menu-balance = 💰 Balance
menu-card = 💳 Card
menu-history = 🕘 History
menu-invoices = 🧾 Invoices
menu-bills = 📄 Bills
menu-parcels = 📦 Parcels
menu-invite = 🎁 Invite a friend
menu-shop = 🏪 Shop
menu-profile = 👤 Profile
menu-settings = ⚙️ Settings
menu-help = ❓ Help

## Keyboard of staff

menu-find = 🔎 Find a customer
menu-invoice = 🛒 New invoice
menu-new = ➕ New customer
menu-bonus = ⭐ Customer’s points
menu-debt = 📒 Customer’s debt
menu-refund = ↩️ Refund a purchase
menu-staff = 👥 Staff
menu-keys = 🔑 API keys
menu-customer = 👛 My points
menu-admin = 💼 Staff menu

menu-customer-title = Pick what to open 👇
menu-staff-title =
    <b>Staff menu</b>
    Your role: { $role }

## Descriptions of commands

command-start = Start
command-menu = Show the buttons
command-balance = How many points I have
command-card = My card for the till
command-history = History of points
command-invoices = My invoices
command-bills = Bills of services and how to pay them
command-parcels = Parcels: where they are
command-parcels-staff = Parcels: find, add, change statuses
command-promo = Enter a friend’s promo code
command-invite = Invite a friend
command-profile = My details
command-shop = The shop’s address and phone
command-settings = Language and settings
command-help = What the bot can do
command-cancel = Cancel what was started
command-find = Find a customer
command-new = Register a customer
command-invoice = Issue an invoice
command-bonus = Give or take points
command-debt = A customer’s debt
command-refund = Refund a purchase
command-staff = Staff and their roles
command-token = One-time code to sign in to a program
command-keys = Keys of the API
command-admin = Staff menu

## Help

help-customer =
    This is where your points add up. Show your card at the till and earn points on what you buy. Pay for your next purchase with them.

    💰 /balance: how many points you have
    💳 /card: your card for the till, QR and number
    🕘 /history: where points came from and where they went
    🧾 /invoices: your purchases, line by line
    📦 /parcels: where your parcels are
    🎁 /invite: invite a friend and get points for their first purchase
    🎟 /promo <code>CODE</code>: enter a friend’s promo code before your first purchase
    👤 /profile: your details
    🏪 /shop: the shop’s address and phone
    ⚙️ /settings: language, notices about parcels
    ✖️ /cancel: cancel what was started

    No need to remember the commands: everything is on the buttons below.
help-bills = 📄 /bills: your bills of services and how to pay them
help-staff =
    <b>A sale in one message</b>
    <pre>/invoice 10008
    Mixer tap 4 x 4800
    Delivery 500
    { keyword-bonus } 200</pre>
    The first line names the customer: code, phone, @username or promo code. Then one line for each item: name, quantity x price. Just one piece? The price is enough.

    <code>{ keyword-bonus } 200</code>: pay 200 with points
    <code>{ keyword-bonus } { keyword-all }</code>: pay as much with points as possible
    <code>{ keyword-referral } 100</code>: pay with friend points
    <code>{ keyword-debt }</code>: leave the rest as a debt
    Just the sum, without names: <code>/invoice 10008 5000</code>

    I show you the totals first. Nothing happens until you confirm. Left something out? I’ll ask, with buttons.
    Made a mistake? You can undo your invoice for 5 minutes, with the button below it.

    <b>Customers</b>
    /find <code>TEXT</code>: find by code, phone, name, @username, promo code, e-mail or company
    /new: register a customer by phone
    /debt: take a debt payment
    /admin: staff menu
    /token: a code to sign in to a program of the shop

    You have a card too: /card, and points: /balance
help-manager =
    <b>For managers</b>
    /bonus: give or take points, with a reason
    /debt: add a debt or repay it
    /refund: give back a purchase, all of it or part
    /parcels: parcels: find, add, change statuses, by a list or a file
    The customer’s card, “More”: group, notes, credit limit, blocking
help-owner =
    <b>For owners</b>
    /staff: staff and their roles
    /keys: keys for tills, web shops and other programs
    /settings: how long points live, consent to spend them
