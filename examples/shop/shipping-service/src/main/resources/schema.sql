create table shipments (
  order_id bigint not null,
  sku varchar(40) not null,
  quantity int not null
);
