using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>Names frames in the answers of views.</summary>
internal static class FrameText
{
    private const string Unknown = "unknown method";

    /// <summary>
    /// The name without its namespace. All code of a native module that has no names has one text: its addresses differ
    /// from run to run.
    /// </summary>
    public static string ShortText(this in StackFrame frame) => frame.IsNamed ? frame.ShortName : NamelessText(frame);

    /// <summary>The same with its namespace and its parameters: unique for a name, and what a search matches.</summary>
    public static string FullText(this in StackFrame frame) => frame.IsNamed ? frame.FullName : NamelessText(frame);

    /// <summary>The name with its namespace, or the native module; empty if both are unknown.</summary>
    public static string ModuleText(this in StackFrame frame) =>
        frame.IsNamed ? frame.Name : ModuleOf(frame);

    /// <summary>The source file and its line, "Payments.cs:42".</summary>
    public static string LineText(this in SourceLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{FileName(line.File)}:{line.Line}");

    // Of a path of any system.
    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string NamelessText(in StackFrame frame) =>
        ModuleOf(frame) is { Length: > 0 } module ? module
        : frame.Address == 0 ? Unknown
        : "0x" + frame.Address.ToString("x", CultureInfo.InvariantCulture);

    private static string ModuleOf(in StackFrame frame) =>
        frame is { Origin: FrameOrigin.Native, Module.Length: > 0 } ? $"{frame.Module}!?" : "";
}
