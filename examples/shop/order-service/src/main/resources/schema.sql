create table orders (
  id bigint generated always as identity primary key,
  sku varchar(40) not null,
  quantity int not null,
  total_cents int not null
);
