import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { errorText } from '../../ui/problem-note.tsx'
import type { CreatedAccount } from './lab-queries.ts'

interface CreateAccountDialogProps {
  readonly onCreated: (account: CreatedAccount) => void
  readonly onClose: () => void
}

const isAmount = (text: string) => /^\d{1,12}(\.\d{1,10})?$/.test(text)
const usual = { USD: '100000', BTC: '1', ETH: '0' }

export function CreateAccountDialog({ onCreated, onClose }: CreateAccountDialogProps) {
  const [name, setName] = useState('')
  const [balances, setBalances] = useState<Readonly<Record<string, string>>>(usual)
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isValid = Object.values(balances).every(isAmount)
  const create = async () => {
    if (!isValid || isBusy) return
    setBusy(true)
    setError(undefined)
    const title = name.trim()
    const funded = Object.fromEntries(Object.entries(balances).filter(([, amount]) => Number(amount) > 0))
    try {
      onCreated(await api.createSandboxAccount({ body: { ...(title === '' ? {} : { name: title }), balances: funded } }))
    } catch (cause) {
      setError(errorText(cause))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title="New test account"
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isValid || isBusy} onClick={() => void create()}>
            {isBusy ? 'Making …' : 'Make account'}
          </Button>
        </>
      }
    >
      <form
        className="space-y-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <label className="block">
          <span className="mb-1 block text-ink-soft text-xs">Name</span>
          <input
            data-autofocus=""
            className="input"
            maxLength={60}
            placeholder="sandbox"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <fieldset>
          <legend className="mb-1 text-ink-soft text-xs">Play money</legend>
          <div className="grid grid-cols-3 gap-2">
            {Object.entries(balances).map(([asset, amount]) => (
              <label key={asset} className="block">
                <span className="mb-1 block font-medium text-2xs">{asset}</span>
                <input
                  inputMode="decimal"
                  className="input num"
                  aria-invalid={!isAmount(amount)}
                  value={amount}
                  onChange={(event) => setBalances({ ...balances, [asset]: event.target.value.trim() })}
                />
              </label>
            ))}
          </div>
          {isValid ? null : <p className="mt-1 text-down text-xs">Amounts are plain numbers, for example 2500 or 0.5.</p>}
        </fieldset>
        <p className="text-ink-soft text-xs">Its key may read and trade. The secret is shown once, right after this.</p>
        {error === undefined ? null : (
          <p role="alert" className="text-down">
            {error}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
