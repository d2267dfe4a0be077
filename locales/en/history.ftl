## The history

history-title = 🕘 <b>History</b>
history-empty =
    🕘 Nothing here yet.

    Show your card at the till, and your first purchase brings points: /card
history-entry =
    <b>{ $amount }</b> · { $what }
    { $date }
history-entry-of-wallet =
    <b>{ $amount }</b> · { $what }
    { $date } · { $wallet }
history-wallet-money = Money

history-earned = for invoice <code>{ $number }</code>
history-earned-on-bill = for bill <code>{ $number }</code>
history-earned-without-number = for a purchase
history-coupon = from a coupon: { $title }
history-redeemed = paid for invoice <code>{ $number }</code>
history-redeemed-without-number = paid for a purchase
history-refunded = refund of invoice <code>{ $number }</code>
history-refunded-without-number = refund of a purchase
history-refunded-of-friend = a friend returned a purchase
history-promo-bonus = for a friend’s promo code
history-promo-bonus-taken = points for a promo code cancelled
history-reward = for a friend’s purchase: { $name }
history-reward-without-name = for a friend’s purchase
history-reward-taken = the friend was you: reward cancelled
history-given = given by the shop
history-given-for = given by the shop: { $reason }
history-taken = taken by the shop
history-taken-for = taken by the shop: { $reason }
history-owed-on = owed on invoice <code>{ $number }</code>
history-owed = debt noted
history-owed-for = debt noted: { $reason }
history-repaid = debt payment
history-repaid-for = debt payment: { $reason }
history-paid = paid from your balance
history-deposited = paid in
history-deposited-for = paid in: { $reason }
history-charged = charged to your balance
history-charged-for = charged to your balance: { $reason }
history-opening = balance from the earlier program
history-expired = the points expired
history-transferred-from = moved from card <code>{ $code }</code>
history-transferred-to = moved to card <code>{ $code }</code>
