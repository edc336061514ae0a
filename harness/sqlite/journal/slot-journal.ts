import type {SlotJournal} from '../../live/ports.ts';
import type {Trial} from '../open-trial.ts';

/** Slots as they are planned and end. */
export function slotJournal(db: Trial): SlotJournal {
  const armId = db.prepare('SELECT id FROM arm WHERE name = ?').pluck();
  return {
    addRotation: db.transaction((slots: Parameters<SlotJournal['addRotation']>[0]) => {
      const slotRow = db.prepare('INSERT INTO slot(id, rotation, begins_at, ends_at) VALUES(?, ?, ?, ?)');
      const armRow = db.prepare('INSERT INTO slot_arm(slot, arm) VALUES(?, ?)');
      for (const {slot, rotation, beginsAt, endsAt, arms} of slots) {
        slotRow.run(slot, rotation, beginsAt, endsAt);
        for (const arm of arms) armRow.run(slot, armId.get(arm));
      }
    }).immediate,
    reasonOf: (slot, arm) =>
      String(
        db
          .prepare('SELECT words FROM slot_arm JOIN arm ON arm.id = slot_arm.arm WHERE slot = ? AND name = ?')
          .pluck()
          .get(slot, arm) ?? '',
      ),
    markFailing(slot, arm, at) {
      db.prepare('UPDATE slot_arm SET abandoned_at = ? WHERE slot = ? AND arm = ?').run(
        at,
        slot,
        armId.get(arm),
      );
    },
    closeSlot(slot, state, reason, at) {
      db.prepare('UPDATE slot SET state = ?, reason = ?, closed_at = ? WHERE id = ?').run(
        state,
        reason,
        at,
        slot,
      );
    },
  };
}
