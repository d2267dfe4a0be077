## Inviting friends

invite =
    🎁 <b>Пригласите друга</b>

    Отправьте ему ссылку:
    { $link }
    или промокод: <code>{ $promo }</code>
invite-friend-gets = Друг сразу получит <b>{ points-count }</b>.
invite-referrer-gets = Вы получите <b>{ $percent }</b> от его первой покупки баллами.
invite-no-friends = Пока никто не пришёл. Начните с того, кто тоже здесь покупает 🙂
invite-friends = 👥 Пришло друзей: <b>{ $count }</b>
invite-brought = С ними пришло <b>{ points-count }</b>.
invite-friend-brought = { $name }: <b>{ points-count }</b>
invite-friend-purchased = { $name }: уже с покупкой
invite-friend-waiting = { $name }: ещё без покупок
invite-button-share = 📤 Отправить другу
invite-share-text = { $shop }: копите баллы за покупки вместе со мной. По этой ссылке сразу дадут { points-count }!
invite-share-text-without-bonus = { $shop }: копите баллы за покупки вместе со мной!
invite-unnamed-shop = Наш магазин
