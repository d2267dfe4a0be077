## Inviting friends

invite =
    🎁 <b>Invite a friend</b>

    Send them the link:
    { $link }
    or the promo code: <code>{ $promo }</code>
invite-friend-gets = Your friend gets <b>{ points-count }</b> at once.
invite-referrer-gets = You get <b>{ $percent }</b> of their first purchase in points.
invite-no-friends = Nobody has come yet. Start with someone who shops here too 🙂
invite-friends = 👥 Friends who came: <b>{ $count }</b>
invite-brought = Together they brought <b>{ points-count }</b>.
invite-friend-brought = { $name }: <b>{ points-count }</b>
invite-friend-purchased = { $name }: has made a purchase
invite-friend-waiting = { $name }: no purchase yet
invite-button-share = 📤 Send to a friend
invite-share-text = { $shop }: collect points for purchases together with me. This link gives you { points-count } at once!
invite-share-text-without-bonus = { $shop }: collect points for purchases together with me!
invite-unnamed-shop = Our shop
