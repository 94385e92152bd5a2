using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>Reads messages with the compiler of protocol buffers and the schemas of <c>test/schemas</c>.</summary>
internal static partial class Protoc
{
    /// <summary>A message as text. Fails if it is none, or if it has a field that the schema does not have.</summary>
    /// <param name="schema">The name of the schema's file.</param>
    /// <param name="message">The full name of the message.</param>
    /// <param name="bytes">The message.</param>
    public static string Decode(string schema, string message, byte[] bytes)
    {
        ProcessStartInfo start = new(MetadataOf("Protoc"), [$"--decode={message}", "-I", MetadataOf("Schemas"), schema])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.BaseStream.Write(bytes);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        Assert.DoesNotMatch(UnknownField(), output.Result);
        return output.Result;
    }

    private static string MetadataOf(string key) => typeof(Protoc).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;

    // protoc has no name for it.
    [GeneratedRegex(@"^\s*\d+(:| \{)", RegexOptions.Multiline)]
    private static partial Regex UnknownField();
}
