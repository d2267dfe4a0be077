## Why something was not done
