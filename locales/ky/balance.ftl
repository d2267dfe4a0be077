## The balance

balance =
    💰 <b>Балансыңыз</b>

    Баллдар: <b>{ $main }</b>
    Достор үчүн баллдар: <b>{ $referral }</b>
balance-debt = Дүкөнгө карызыңыз: <b>{ $amount }</b>
balance-credit = Дүкөндөгү авансыңыз: <b>{ $amount }</b>
balance-earn-whole = Ар бир сатып алганыңыз үчүн { $percent } балл кошобуз.
balance-earn-paid-part = Акча менен төлөнгөн бөлүгүнөн { $percent } балл кошобуз.
balance-earn-unless-redeemed = Балл менен төлөнбөгөн сатып алуудан { $percent } балл кошобуз.
balance-redeem-whole = Балл менен сатып алууну бүт төлөсө болот: 1 балл = { $unit }.
balance-redeem-part = Балл менен сатып алуунун { $percent }га чейинки бөлүгүн төлөсө болот: 1 балл = { $unit }.
balance-redeem-least = Балл менен бир жолку эң аз төлөм: <b>{ points-count }</b>.
