## Inviting friends

invite =
    🎁 <b>Do‘stingizni taklif qiling</b>

    Unga havola yuboring:
    { $link }
    yoki promokod: <code>{ $promo }</code>
invite-friend-gets = Do‘stingiz darhol <b>{ points-count }</b> oladi.
invite-referrer-gets = Siz uning birinchi xaridining <b>{ $percent }</b> miqdorini ball bilan olasiz.
invite-no-friends = Hozircha hech kim kelmadi. Bu yerdan xarid qiladigan birortasidan boshlang 🙂
invite-friends = 👥 Kelgan do‘stlar: <b>{ $count }</b>
invite-brought = Ular bilan <b>{ points-count }</b> keldi.
invite-friend-brought = { $name }: <b>{ points-count }</b>
invite-friend-purchased = { $name }: xarid qilib bo‘lgan
invite-friend-waiting = { $name }: hali xarid qilmagan
invite-button-share = 📤 Do‘stga yuborish
invite-share-text = { $shop }: men bilan birga ball yig‘ing. Shu havola orqali darhol { points-count } beriladi!
invite-share-text-without-bonus = { $shop }: men bilan birga ball yig‘ing!
invite-unnamed-shop = Bizning do‘kon
