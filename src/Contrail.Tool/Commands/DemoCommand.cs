using System.CommandLine;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create() => new("demo", "Records a sample service under load, through an incident.");
}
