## The balance

balance =
    💰 <b>Балансыңыз</b>

    Баллдар: <b>{ $main }</b>
    Достар үшін баллдар: <b>{ $referral }</b>
balance-debt = Дүкенге қарызыңыз: <b>{ $amount }</b>
balance-credit = Дүкендегі авансыңыз: <b>{ $amount }</b>
balance-earn-whole = Әр сатып алған сайын { $percent } балл қосамыз.
balance-earn-paid-part = Ақшамен төленген бөлігінен { $percent } балл қосамыз.
balance-earn-unless-redeemed = Баллмен төленбеген сатып алудан { $percent } балл қосамыз.
balance-redeem-whole = Баллмен бүкіл сатып алуды төлеуге болады: 1 балл = { $unit }.
balance-redeem-part = Баллмен сатып алудың { $percent }-ға дейінгі бөлігін төлеуге болады: 1 балл = { $unit }.
balance-redeem-least = Баллмен бір реттегі ең аз төлем: <b>{ points-count }</b>.
