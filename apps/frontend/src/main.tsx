import './app/styles.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { openSession } from './app/session.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with id root')
void openSession()
createRoot(root).render(<App />)
