using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>The tests that measure time or memory: one after the other, with no other test beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
