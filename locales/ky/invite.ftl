## Inviting friends

invite =
    🎁 <b>Дос чакырыңыз</b>

    Ага шилтеме жөнөтүңүз:
    { $link }
    же промокод: <code>{ $promo }</code>
invite-friend-gets = Досуңуз дароо <b>{ points-count }</b> алат.
invite-referrer-gets = Сиз анын биринчи сатып алганынан <b>{ $percent }</b> балл аласыз.
invite-no-friends = Азырынча эч ким келген жок. Бул дүкөнгө келип жүргөн бирөөдөн баштаңыз 🙂
invite-friends = 👥 Келген достор: <b>{ $count }</b>
invite-brought = Алар менен <b>{ points-count }</b> келди.
invite-friend-brought = { $name }: <b>{ points-count }</b>
invite-friend-purchased = { $name }: сатып алган
invite-friend-waiting = { $name }: азырынча сатып ала элек
invite-button-share = 📤 Доско жөнөтүү
invite-share-text = { $shop }: мени менен бирге балл чогултуңуз. Бул шилтеме менен дароо { points-count } берилет!
invite-share-text-without-bonus = { $shop }: мени менен бирге балл чогултуңуз!
invite-unnamed-shop = Биздин дүкөн
