## Staff: finding and registering customers
