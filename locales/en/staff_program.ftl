## Owners: the rules of the program

program =
    🏪 <b>Rules of the program</b>

    { $rules }
button-program = 🏪 Rules of the program
program-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
program-saved = ✅ Saved.
program-unchanged = It is so already.

lifetime = ⏳ Points live: <b>{ $days }</b>
lifetime-none = ⏳ Points live: <b>for ever</b>
button-lifetime = ⏳ How long points live
button-forever = ♾ For ever
lifetime-ask = How long should points live? Choose, or send a number of days from 1 to { $most }.
lifetime-bad = Please send a whole number of days, from 1 to { $most }.
lifetime-of-new = Points earned from now on will live <b>{ $days }</b>.
lifetime-of-present = Points customers have today live <b>{ $days }</b> from today, until the end of { $date }. Points that were already promised a last day keep it.
lifetime-of-present-stays = Points customers have already keep the day they were promised.
lifetime-warnings = Customers are told 14, 7 and 3 days before their points expire, and on the last day.
lifetime-warnings-short = Customers are told before their points expire, and on the last day.
lifetime-off = Points earned from now on will live for ever. Points that have a last day keep it.

consent-from = 🔐 Customer’s consent to spend points: <b>from { $points } a day</b>
consent-always = 🔐 Customer’s consent to spend points: <b>always</b>
consent-never = 🔐 Customer’s consent to spend points: <b>not needed</b>
button-consent = 🔐 Consent to spend
button-always-ask = Always ask
button-never-ask = Never ask
button-consent-from = From { $points }
consent-ask = From how many points a day on must the customer agree? Choose, or send a number.
consent-means = As soon as <b>{ points-count }</b> or more would be spent within 24 hours without asking, the customer taps a button in Telegram within three minutes or shows the digits of their card. Staff spend fewer without asking.
consent-always-means = To spend any points, the customer taps a button in Telegram within three minutes or shows the digits of their card.
consent-never-means = Staff will spend any customer’s points without asking.

card-qr-digits = 📷 QR code of a card: <b>digits</b>
card-qr-link = 📷 QR code of a card: <b>link with the digits</b>
button-card-qr = 📷 QR code of a card
button-qr-digits = Digits alone
button-qr-link = Link with the digits
card-qr-ask = What should the QR code of a card hold? Any scanner reads digits. A link that ends with the same digits is opened by a phone’s camera too, but the scanner at the till has to be set up to type the last six characters.
card-qr-digits-means = The QR code of a card will hold the six digits alone. A scanner types them like a keyboard.
card-qr-link-means = The QR code of a card will hold a link to the bot that ends with the six digits. A phone’s camera opens the bot with it. Set up the scanner at the till to type the last six characters.
