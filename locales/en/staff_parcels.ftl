## The parcels of the shop on the screens of staff

parcels-total = 📦 <b>Parcels: { $count }</b>
parcels-sums = Weight: { $weight } kg, cost: { $cost }
parcels-added = Added today: { $today }, in 7 days: { $week }, in 30 days: { $month }
parcels-hint =
    Faster: /parcels <code>NUMBER</code> opens a parcel at once.
    A CSV file with rows “number;status” can simply be sent to this chat.
parcels-none = 📦 No parcels yet.
parcels-hint-add = Add the first one here, or load them from your own program: the owner gives it a key.
button-parcels = 📦 To the parcels
button-parcels-with = { $mark } { $status }: { $count }
button-parcels-latest = 🕘 All of them
button-parcels-find = 🔎 Find
button-parcels-add = ➕ Add
button-parcels-many = 📋 Many at once
button-parcels-own = 🙋 My own parcels: { $count }
button-parcels-of = 📦 Parcels: { $count }

parcels-latest = 🕘 All parcels: <b>{ $count }</b>, new ones first 👇
parcels-with = { $mark } <b>{ $status }</b>: { $count } 👇
parcels-of = 📦 Parcels: <b>{ $count }</b>
parcels-of-code =
    📦 Code <code>{ $code }</code>, parcels: <b>{ $count }</b>
    No customer has this code yet: the parcels will belong to whoever gets it.
button-parcel = { $mark } { $number } · { $client }

parcels-find-ask =
    🔎 What shall we look for?
    Send the number of a parcel or a part of it, the code, phone or name of the customer, words of the note.
parcels-found-none = For “<b>{ $text }</b>” there are neither parcels nor customers.
parcels-found-many = Parcels found: { $parcels }, customers: { $clients }. What shall I open? 👇

parcel-card-title =
    📦 <code>{ $number }</code>
    { $mark } <b>{ $status }</b>
parcel-card-client = Customer: <b>{ $name }</b>, <code>{ $code }</code>
parcel-card-nobody =
    Customer’s code: <code>{ $code }</code>
    Nobody has this code yet: the parcel will belong to whoever gets it.
parcel-card-pieces = Pieces: { $pieces }
parcel-card-weight = Weight: { $weight } kg
parcel-card-price = Price of a kg: { $price }
parcel-card-cost = Cost: <b>{ $cost }</b>
parcel-card-note = 📝 { $note }
parcel-past = { $at } — { $status }
parcel-past-forced = { $at } — { $status } (against the order)
button-parcels-beside = 📦 The same code
button-parcel-status = { $mark } { $status }
button-parcel-back = ↩️ Another status
button-parcel-change = ✏️ Change

parcel-status-set = { $mark } Now: { $status }
parcel-status-already = This parcel is “{ $status }” already.
parcel-status-moved = The status was changed meanwhile. It is “{ $status }” now. Nothing was done.
parcel-back-ask =
    ↩️ <code>{ $number }</code>
    Now: <b>{ $now }</b>. These statuses go against the order. Which one shall it be?
parcel-back-none =
    <code>{ $number }</code>
    Now: <b>{ $now }</b>. All other statuses are on the card of the parcel.
parcel-force-ask =
    ⚠️ <code>{ $number }</code>
    “{ $wanted }” after “{ $now }” goes against the order. The customer will be told, and the history will show it.

    Set it?
button-parcel-force = ⚠️ Yes: { $status }

parcel-add-ask =
    ➕ <b>New parcel</b>
    Send the number and the customer’s code, with the weight in kg and a note if you like:
    <pre>RB123456789CN 10012 1.5 fragile</pre>
    Or the number alone: I’ll ask for the rest.
parcel-add-number-ask =
    ➕ <b>New parcel</b> for the customer <code>{ $code }</code>
    Send the number. The weight in kg and a note can follow on lines of their own.
parcel-add-client-ask =
    Whose parcel is <code>{ $number }</code>?
    Send the customer’s code, phone, name or contact.
parcel-unclear =
    “{ $text }” can be understood in two ways.
    Nobody has the code “{ $code }” yet. How shall I note it?
button-parcel-split = { $number } · code { $code }
button-parcel-join = It’s a number: { $number }
parcel-several =
    This looks like several parcels. Nothing was added.
    Send them one at a time: number, client code, weight and note in one line.
    To change the statuses of many, use “📋 Many at once”.
parcel-unclear-rest =
    “{ $text }” can be understood in two ways.
    Where does the number end?
button-parcel-rest = Number { $number }, then { $rest }
parcel-client-unknown =
    Nobody is found for “<b>{ $text }</b>”.
    Check the spelling, or send a code: it may be one that nobody has yet.
button-parcel-code = Code { $code }
parcel-is-added = ✅ <b>The parcel was added.</b>
parcel-is-known = ☝️ <b>There is a parcel with this number already.</b> Here it is:
parcel-not-a-number = This does not look like the number of a parcel: it needs letters or digits, on one line.
parcel-number-too-long = Too long for a number: it has up to 64 characters.
parcel-number-rounded = A spreadsheet has rounded this number: some of its digits are lost. Take it from the original document.

parcel-change-ask = ✏️ <code>{ $number }</code>: what shall be changed?
parcel-note-ask = 📝 Send the new note. The customer does not see it.
parcel-weight-ask = ⚖️ What does it weigh, in kilograms? For example: 1.25
parcel-price-ask = 💵 What does a kilogram cost, in dollars? For example: 4.50
parcel-pieces-ask = 🔢 How many pieces?
parcel-client-ask = 👤 Whose parcel is it? Send the customer’s code, phone, name or contact.
parcel-number-ask = 🏷 Send the new number.
parcel-weight-bad = I need a weight in kilograms with up to three decimals. For example: 1.25
parcel-price-bad = I need a price in dollars with up to two decimals. For example: 4.50
parcel-pieces-bad = I need a whole number of pieces, for example: 2
parcel-saved = ✅ <b>Saved.</b>
button-parcel-note = 📝 Note
button-parcel-weight = ⚖️ Weight
button-parcel-price = 💵 Price of a kg
button-parcel-pieces = 🔢 Pieces
button-parcel-client = 👤 Customer
button-parcel-number = 🏷 Number
button-parcel-clear = 🗑 Remove
