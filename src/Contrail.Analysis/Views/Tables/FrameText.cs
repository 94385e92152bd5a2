using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>Names frames in the answers of views.</summary>
internal static class FrameText
{
    private const string Unknown = "unknown method";

    /// <summary>The name without its namespace, with the line where it is known.</summary>
    public static string ShortText(this in StackFrame frame) =>
        frame.IsNamed ? frame.ShortName : AddressOf(frame);

    /// <summary>The name with its namespace and its parameters: unique, and what a search matches.</summary>
    public static string FullText(this in StackFrame frame) =>
        frame.IsNamed ? frame.FullName : AddressOf(frame);

    /// <summary>The same, but one text for all code of a native module that has no names.</summary>
    public static string CodeText(this in StackFrame frame) =>
        IsUnnamedNative(frame) ? $"{frame.Module}!?" : frame.ShortText();

    /// <summary>Identifies a method: its full text, but one for all code of a native module that has no names.
    /// </summary>
    public static string CodeKey(this in StackFrame frame) =>
        IsUnnamedNative(frame) ? $"{frame.Module}!?" : frame.FullText();

    /// <summary>The name with its namespace, or the native module; empty if both are unknown.</summary>
    public static string ModuleText(this in StackFrame frame) =>
        IsUnnamedNative(frame) ? $"{frame.Module}!?" : frame.Name;

    /// <summary>The source file and its line, "Payments.cs:42".</summary>
    public static string LineText(this in SourceLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{FileName(line.File)}:{line.Line}");

    // Of a path of any system.
    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static bool IsUnnamedNative(in StackFrame frame) =>
        frame is { IsNamed: false, Origin: FrameOrigin.Native, Module.Length: > 0 };

    private static string AddressOf(in StackFrame frame) =>
        frame.Address == 0 ? Unknown : "0x" + frame.Address.ToString("x", CultureInfo.InvariantCulture);
}
