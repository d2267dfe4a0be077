## The balance

balance =
    💰 <b>Balansingiz</b>

    Ballar: <b>{ $main }</b>
    Do‘stlar uchun ballar: <b>{ $referral }</b>
balance-debt = Do‘kondan qarzingiz: <b>{ $amount }</b>
balance-credit = Do‘kondagi avansingiz: <b>{ $amount }</b>
balance-earn-whole = Har bir xarid uchun { $percent } ball qo‘shamiz.
balance-earn-paid-part = Pul bilan to‘langan qismidan { $percent } ball qo‘shamiz.
balance-earn-unless-redeemed = Ball bilan to‘lanmagan xariddan { $percent } ball qo‘shamiz.
balance-redeem-whole = Ball bilan butun xaridni to‘lash mumkin: 1 ball = { $unit }.
balance-redeem-part = Ball bilan xaridning { $percent } gacha qismini to‘lash mumkin: 1 ball = { $unit }.
balance-redeem-least = Ball bilan bir martalik eng kam to‘lov: <b>{ points-count }</b>.
