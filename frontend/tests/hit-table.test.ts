import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsOf, hitTable } from '../src/screening/hit-table.ts';

test('cells may hold commas, quotes and line breaks', () => {
  assert.deepEqual(cellsOf('a,"b, c","say ""so""\r\nnow"\r\n,,\r\nlast'), [['a', 'b, c', 'say "so"\r\nnow'], ['', '', ''], ['last']]);
  assert.deepEqual(cellsOf('a,'), [['a', '']]);
  assert.deepEqual(cellsOf('"never closed'), [['never closed']]);
  assert.deepEqual(cellsOf(''), []);
});

test('rows are counted by their best hit, each once', () => {
  const table = hitTable(
    'row,id,asked,strength,bits,left_out\r\n1,a,Mara,possible,7.0,\r\n1,a,Mara,strong,13.5,\r\n2,b,Lind,possible,\'-1.0,DOB: no\r\n3,c,Tern,none,,\r\n',
  );
  assert.deepEqual([table.rows, table.strong, table.possible, table.none, table.leftOut], [3, 1, 1, 1, 1]);
  assert.equal(table.lines[2]?.bits, -1);
});

test('a row is weak where no hit of it is more', () => {
  const table = hitTable('row,strength\r\n1,weak\r\n1,weak\r\n2,weak\r\n2,possible\r\n3,unheard of\r\n');
  assert.deepEqual([table.rows, table.weak, table.possible, table.none], [3, 1, 1, 1]);
});

test('a refused row is counted and says why, and is no row without a hit', () => {
  const table = hitTable('row,id,asked,strength,entity,left_out,refused\r\n1,a,Mara,strong,e-1,,\r\n2,b,Wizard,refused,,,no such kind\r\n3,c,Tern,none,,,\r\n');
  assert.deepEqual([table.rows, table.strong, table.none, table.refused], [3, 1, 1, 1]);
  assert.equal(table.lines[1]?.refused, 'no such kind');
});

test('what was kept from running as a formula is shown as it was', () => {
  assert.equal(hitTable("row,asked\r\n1,'@SUM(A1)\r\n").lines[0]?.asked, '@SUM(A1)');
  assert.equal(hitTable("row,asked\r\n1,'t Hooft\r\n").lines[0]?.asked, "'t Hooft");
});
