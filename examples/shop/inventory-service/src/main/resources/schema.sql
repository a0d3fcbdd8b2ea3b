create table stock (
  sku varchar(40) primary key,
  name varchar(100) not null,
  price_cents int not null,
  on_hand int not null,
  -- Some goods lie in a warehouse whose terminal takes its time to answer.
  answer_millis int not null default 0
);

create table reservations (
  id bigint generated always as identity primary key,
  sku varchar(40) not null references stock (sku),
  quantity int not null
);

insert into stock (sku, name, price_cents, on_hand, answer_millis) values
  ('tea', 'Darjeeling, 100 g', 890, 100000, 0),
  ('mug', 'Mug, blue', 1250, 100000, 0),
  ('kettle', 'Kettle, 1.5 l', 4900, 3, 0),
  ('carpet', 'Carpet, 2 x 3 m', 24900, 100000, 250),
  ('anvil', 'Anvil, 75 kg', 39900, 100000, 1500);
