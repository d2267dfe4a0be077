## Staff: groups of customers

groups = 👥 <b>Groups of customers</b>
groups-none = 👥 There are no groups yet.
button-groups = 👥 Groups of customers
button-group-new = ➕ New group
groups-group = 👥 <b>{ $name }</b>: { $percent } off, members: { $members }
groups-minimum = The discount counts from { $amount } on.
groups-is-off = 💤 Switched off: the discount does not count.
button-group-name = ✏️ Name
button-group-discount = 🏷 Discount
button-group-minimum = 💰 Minimum
button-group-off = 💤 Switch off
button-group-on = ▶️ Switch on
group-name-ask = 👥 What is the group called? Each name can be used once.
group-discount-ask = 🏷 How much are the members let off? For example <code>7.5%</code>, or <code>0</code>
group-bad-percent = A percentage from 0 to 100 is needed, such as <code>7.5</code>
group-minimum-ask = 💰 What must an invoice come to for the discount to count? Zero: any amount.
group-off-ask = 💤 Switch off <b>{ $name }</b>? Its discount stops at once, the members stay.
group-on-ask = ▶️ Switch <b>{ $name }</b> on again?
button-group-moves = 📈 Moves by turnover
group-moves =
    📈 <b>Moves by turnover</b>
    Every day customers come into the group that their turnover earns. Whom staff put into a group stays there.
group-moves-off = Off: no one is moved. Choose a group to say from which turnover on customers come into it.
group-moves-days = Turnover of the last <b>{ $days }</b>:
group-moves-rule = from <b>{ $from }</b>: { $name }
button-group-moves-days = 📅 Days
button-group-moves-off = ⏹ Move no one
group-moves-days-ask = 📅 Over how many days is turnover counted? Send a number from 1 to { $most }.
group-moves-from-ask = 📈 From which turnover on do customers come into <b>{ $name }</b>?
group-moves-from-once = No two groups begin at one turnover.
