using Xunit;

namespace Contrail.Scenarios.Ipc;

/// <summary>
/// What <see cref="ChildTarget"/> runs; not a test of anything, and never run unless it is asked for.
/// </summary>
public sealed class ChildProgram
{
    public const string FirstLine = "The child runs.";

    [Fact(Explicit = true)]
    public void Waits_for_its_input_to_end()
    {
        Console.WriteLine(FirstLine);
        Assert.Equal("", Console.In.ReadToEnd());
    }
}
