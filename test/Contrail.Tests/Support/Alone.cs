using Xunit;

namespace Contrail.Tests.Support;

/// <summary>Tests that measure the whole process, and therefore run without others in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
