using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>The tests that measure time or memory: one after the other, without another test in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
