-- A customer of whom Gorgias does not say when they were created is a customer all the same: nobody takes them for new.
alter table customers alter column created_at drop not null;
