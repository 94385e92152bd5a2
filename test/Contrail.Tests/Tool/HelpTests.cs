using System.CommandLine;
using Contrail.Tool.Commands;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>What <c>--help</c> says is for people.</summary>
public sealed class HelpTests
{
    private static readonly Command[] Commands =
    [
        PsCommand.Create(), RecordCommand.Create(), InfoCommand.Create(), SummaryCommand.Create(),
        DoctorCommand.Create(), VerifyCommand.Create(), RepairCommand.Create(), CutCommand.Create(),
        DumpCommand.Create(), AssembleCommand.Create(), DemoCommand.Create(),
    ];

    [Fact]
    public void Help_tells_what_holds_where_an_option_is_not_said_in_words()
    {
        foreach (Command command in Commands)
        {
            using StringWriter output = new();
            RootCommand root = new() { command };
            Assert.Equal(0, root.Parse([command.Name, "--help"]).Invoke(new InvocationConfiguration
            {
                Output = output,
            }));
            string text = output.ToString();
            Assert.Contains(command.Description!, text, StringComparison.Ordinal);

            // As values print themselves: records, durations, numbers of bytes.
            Assert.DoesNotContain("{", text, StringComparison.Ordinal);
            Assert.DoesNotContain("00:00:", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\[default: \d", text);
        }
    }
}
