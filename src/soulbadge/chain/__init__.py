"""The node behind a collection: asked, answered, told what to do; the only package that knows web3."""
