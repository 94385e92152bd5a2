using Xunit;

namespace Contrail.Scenarios.Ipc;

/// <summary>The program of <see cref="ChildTarget"/>; not a test, and run only on request.</summary>
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
