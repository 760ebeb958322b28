// Property tests with fast-check, by a seed that stands: what passes here passes everywhere, and what fails, fails again.
// TEST_SEED=<whole number> plays other cases.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['TEST_SEED'] ?? 20_261_122) })

export default fc
