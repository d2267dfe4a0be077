## The statuses of many parcels at once: by a list or a file

parcels-many-ask =
    📋 <b>Many parcels at once</b>
    Paste the numbers: one to a line, or with commas or spaces between. I’ll ask for the status.
    Or each with its status:
    <pre>RB123456789CN;arrived</pre>
    Send a longer list as a CSV or TXT file of up to { $most } rows.
parcels-many-status-ask = Numbers: <b>{ $count }</b>. Which status shall they get?
parcels-many-continued = Added to the list: { $count }.
parcels-many-preview = 📋 <b>In the list: { $count }</b>
parcels-many-new-status = New status: { $mark } <b>{ $status }</b>
parcels-many-will-change = ✅ Will change: <b>{ $count }</b>
parcels-many-of-status = • { $mark } { $status }: <b>{ $count }</b>
parcels-many-changed = ✅ <b>Changed: { $count }</b>
parcels-many-nothing-changed = There is nothing to change. Changed: { $count }
parcels-many-unchanged = ➖ Have this status already: { $count }
parcels-many-twice = ➖ Repeated in the list: { $count }
parcels-many-unknown = ❓ No such numbers: { $count }
parcels-many-backwards = ↩️ Against the order, will not change: { $count }
parcels-many-repeated = 🔀 Twice with different statuses: { $count }
parcels-many-faults = ⚠️ Rows that cannot be read: { $count }
parcels-many-confirm-ask = Nothing has changed yet. Customers are told of the new status as soon as you confirm.
button-parcels-many-confirm = ✅ Change: { $count }
parcels-many-preview-changed = Some of the parcels have changed meanwhile. Please check again:
parcels-many-row = Row { $row }, <code>{ $number }</code>: { $reason }
parcels-many-row-empty = Row { $row }: { $reason }
parcels-many-more = … and { $count } more, which will be in the report
parcels-many-report = 📄 What did not change and why, row by row.

parcels-many-column-row = Row
parcels-many-column-number = Number
parcels-many-column-reason = Why it did not change
parcels-many-reason-unchanged = has this status already
parcels-many-reason-unknown = there is no such parcel
parcels-many-reason-backwards = it is “{ $now }”, the new status goes against the order
parcels-many-reason-twice = the number was there before
parcels-many-reason-repeated = the number was there before with another status
parcels-many-reason-not-a-number = no number
parcels-many-reason-too-long = a number longer than 64 characters
parcels-many-reason-rounded = the spreadsheet has rounded the number, digits are lost: make the column a text column and paste the numbers again
parcels-many-reason-unknown-status = an unknown status
parcels-many-reason-no-status = no status

parcels-file-too-large = The file is too large: I read up to { $megabytes } MB. Please split it.
parcels-file-of-spreadsheet =
    This is a spreadsheet, and I read CSV.
    In Excel: “File” → “Save As” → “CSV UTF-8”. In Google Sheets: “File” → “Download” → CSV.
parcels-file-unavailable = Telegram did not give me the file. Nothing has changed: please send it again.
parcels-file-empty = The file has no row with a number.
parcels-file-columns =
    I do not see where the numbers and the statuses are. Please name the columns in the first row:
    <pre>number;status
    RB123456789CN;arrived</pre>
parcels-file-not-text = This is not a text file. Save the table as CSV and send it again.
parcels-file-bad-line = The file cannot be read from line { $line } on: check the quotes and separators there. Nothing has changed.
parcels-many-too-many = Up to { $most } numbers at a time. Please split the list.
