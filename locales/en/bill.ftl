## Bills of services, on screens and in documents

bill-of-month = Bill <code>{ $number }</code> for { $month }
bill-of-day = Bill <code>{ $number }</code> of { $date }
bill-to-pay = To pay: <b>{ $amount }</b>
bill-left = Left to pay: <b>{ $amount }</b>
bill-due = Due: <b>{ $date }</b>
bill-overdue = ⚠️ Overdue, was due: <b>{ $date }</b>
bill-status-draft = draft
bill-status-unpaid = not paid
bill-status-partial = paid in part
bill-status-paid = paid
bill-issued = Issued: { $date }
bill-status = Status: <b>{ $status }</b>
bill-line = • { $name }: <b>{ $amount }</b>
bill-more-lines = … and { $count } more
bill-sub-total = Amount: { $amount }
bill-discount = Discount: −{ $amount }
bill-vat = VAT: { $amount }
bill-total = Total: <b>{ $amount }</b>
bill-paid-so-far = Paid: <b>{ $amount }</b>
bill-how-to-pay = 💳 <b>How to pay</b>
bill-way = { $name }: <code>{ $number }</code>
bill-reference = Mention the number of the bill when you pay: <code>{ $number }</code>
bill-button-open = 📄 Open the bill

## What customers are told of their bills

bill-made = 📄 <b>A new bill for services</b>
bill-paid = ✅ <b>Payment received: { $amount }</b>
bill-taken-back = ↩️ <b>A payment was taken back: { $amount }</b>
bill-paid-in-full = The bill is paid in full. Thank you!
bill-earned =
    ⭐ You earned <b>{ $points } { $points-count ->
        [one] point
       *[other] points
    }</b>
bill-due-today = ⏳ <b>Your bill is due today</b>
bill-due-in =
    ⏳ <b>Your bill is due in { $days } { $days ->
        [one] day
       *[other] days
    }</b>

## Months

bill-month-01 = January { $year }
bill-month-02 = February { $year }
bill-month-03 = March { $year }
bill-month-04 = April { $year }
bill-month-05 = May { $year }
bill-month-06 = June { $year }
bill-month-07 = July { $year }
bill-month-08 = August { $year }
bill-month-09 = September { $year }
bill-month-10 = October { $year }
bill-month-11 = November { $year }
bill-month-12 = December { $year }

## Services

bill-bandwidth = { $kind } bandwidth, { $mbps } Mbps
bill-bandwidth-other = Bandwidth, { $mbps } Mbps
bill-partner = Channel partner, { $mbps } Mbps
bill-partner-share = Channel partner, { $mbps } Mbps, share { $share }
bill-package = Package { $name }
bill-service = Service
