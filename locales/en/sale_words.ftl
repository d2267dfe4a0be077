## Words that staff type in an invoice of one message, all forms, with commas between

words-points = bonus, bonuses, bonus points, point, points, with points
words-referral = referral, referrals, referral points, friend, friends, friend points, for friends, with friend points
words-spend = redeem, redeemed, spend, use points, minus points, use
words-pay = pay, pay with, paid with, payment
words-all = all, max, maximum, everything
words-debt = debt, on credit, as a debt, leave as a debt, left as a debt, the rest as a debt
words-discount = discount, minus discount, rebate, minus
words-total = total, totals, sum total, subtotal, grand total, to pay, total to pay, will earn, earned, amount due, customer’s balance, paid
words-code = code, customer, client, card, number, no, id, promo code
words-each = at, each
words-altogether = for
words-unit = pc, pcs, piece, pieces, pack, packs, box, boxes, pair, pairs, ea, bottle, bottles, can, cans, bag, bags, roll, rolls, unit, units
words-measure = kg, l, m, t, kilo, kilos, liter, liters, litre, litres, meter, meters, metre, metres, lb, lbs
words-small = g, gr, gram, grams, ml, cm, mm, oz
words-and = and, plus

## A sale without the names of goods

sum-name = Purchase
