#!/usr/bin/env node
console.log('strategraph: no commands yet')
