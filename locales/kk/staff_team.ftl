## Staff: the team and its roles

team =
    👥 <b>Қызметкерлер</b>

    { $members }
team-line = • { $name }: { $role }
team-configured = • { $name }: дүкен иесі, бағдарлама баптауларында көрсетілген
button-member = { $name } · { $role }
button-appoint = ➕ Қосу
button-team = 👥 Қызметкерлер
appoint-ask =
    👥 Кімді қосамыз?
    Кодын, телефонын немесе @username жіберіңіз, не контактісімен бөлісіңіз. Ол бұл ботты бір рет болса да ашқан болуы керек.
appoint-no-telegram = <b>{ $name }</b> бұл ботты әлі ашпаған. Осында «Бастау» батырмасын бассын, содан кейін кодты қайта жіберіңіз.
team-newcomer =
    👤 <b>{ $name }</b>
    Қандай рөл береміз?
team-member =
    👤 <b>{ $name }</b>
    Рөлі: <b>{ $role }</b>

    Басқа рөл таңдаңыз немесе жұмыстан шығарыңыз:
button-dismiss = 🚫 Жұмыстан шығару
dismiss-question = <b>{ $name }</b> жұмыстан шығарылсын ба? Рұқсаты бірден жабылады.
button-dismiss-yes = 🚫 Иә, шығару
appointed = ✅ <b>{ $name }</b>: { $role }
dismissed = ✅ <b>{ $name }</b> енді қызметкер емес.
team-is-configured = <b>{ $name }</b> бағдарлама баптауларында дүкен иесі деп көрсетілген; мұнда өзгертілмейді.
notice-appointed =
    👥 Енді сіз дүкен қызметкерісіз: <b>{ $role }</b>
    Жұмыс батырмалары төменде. Не істей аласыз: /help
notice-dismissed = Сіз енді дүкен қызметкері емессіз. Картаңыз бен баллдарыңыз өзіңізде қалады.
