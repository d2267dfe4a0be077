## First words

join-welcome =
    👋 Assalomu alaykum, <b>{ $name }</b>!

    Bu <b>{ $shop }</b> do‘konining bonus dasturi.
join-welcome-unnamed =
    👋 Assalomu alaykum, <b>{ $name }</b>!

    Bu do‘konimizning bonus dasturi.
join-how =
    Kassada kartangizni ko‘rsatasiz, ball yig‘asiz, keyingi safar ular bilan to‘laysiz.

    💳 Kartangiz kodi: <code>{ $code }</code>
join-offer = Yana mana bularni qilish mumkin. Hozir yoki keyinroq, o‘zingizga qulay paytda 👇
join-staff =
    💼 Bu yerdagi rolingiz: <b>{ $role }</b>.
    Sotish uchun pastdagi «{ menu-invoice }» tugmasini bosing. Yana nimalar qila olasiz: /help
join-back =
    👋 Qaytganingizdan xursandmiz, <b>{ $name }</b>!

    Sizda <b>{ points-count }</b> bor.
