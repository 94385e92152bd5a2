using System.Xml.Linq;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The packages of <c>./pack.sh</c>, installed as a user does: with caches and folders of their own.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Program = """
        using Contrail;

        using FlightRecorder recorder = new(new FlightRecorderOptions());
        recorder.Start();
        try
        {
            throw new InvalidOperationException("seen by the recorder");
        }
        catch (InvalidOperationException)
        {
        }

        using FileStream file = File.Create(args[0]);
        Console.WriteLine($"{recorder.WriteTo(file)} bytes");
        """;

    private static readonly string Packages = Path.Combine(Repository.Artifacts, "packages");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contrail-packages-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_packages_install_and_run_as_a_user_runs_them()
    {
        string version = Version();
        WriteSources();

        await DotnetAsync(
            "tool", "install", "Contrail.Tool", "--version", version, "--tool-path", In("tool"), "--configfile",
            In("NuGet.config"));
        Assert.StartsWith(version, await ContrailAsync("--version"), StringComparison.Ordinal);
        string captured = Path.Combine(Repository.Root, "test", "Contrail.Tests", "Corpus", "net10.nettrace");
        Assert.Contains("2,589 events", await ContrailAsync("info", captured), StringComparison.Ordinal);

        WriteProgram(version);
        await DotnetAsync("build", In("program"), "-v", "quiet", "-nodeReuse:false", "-o", In("built"));
        string trace = In("own.nettrace");
        Assert.Matches(@"^\d+ bytes$", await DotnetAsync(In("built/program.dll"), trace));
        Assert.StartsWith("complete: ", await ContrailAsync("verify", trace), StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", await ContrailAsync("summary", trace), StringComparison.Ordinal);
    }

    private static string Version()
    {
        const string Name = "Contrail.Tool.";
        string[] found = Directory.Exists(Packages)
            ? [.. Directory.EnumerateFiles(Packages, Name + "*.nupkg").Select(Path.GetFileNameWithoutExtension)!]
            : [];
        string? package = found.SingleOrDefault(name => char.IsAsciiDigit(name[Name.Length]));
        Assert.True(package is not null, $"{Packages} contains no package of the tool; run ./pack.sh.");
        return package[Name.Length..];
    }

    // The mapping keeps packages of the same name on other servers out.
    private void WriteSources() => File.WriteAllText(In("NuGet.config"), $"""
        <configuration>
          <packageSources><add key="packages" value="{Packages}" /></packageSources>
          <packageSourceMapping>
            <packageSource key="packages"><package pattern="Contrail" /><package pattern="Contrail.*" /></packageSource>
            <packageSource key="nuget.org"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """);

    private void WriteProgram(string version)
    {
        _folder.CreateSubdirectory("program");
        new XDocument(
            new XElement(
                "Project",
                new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                new XElement(
                    "PropertyGroup",
                    new XElement("TargetFramework", "net10.0"),
                    new XElement("OutputType", "Exe"),
                    new XElement("Nullable", "enable"),
                    new XElement("ImplicitUsings", "enable")),
                new XElement(
                    "ItemGroup",
                    new XElement(
                        "PackageReference",
                        new XAttribute("Include", "Contrail"),
                        new XAttribute("Version", version)))))
            .Save(In("program/program.csproj"));
        File.WriteAllText(In("program/Program.cs"), Program);
    }

    private Task<string> ContrailAsync(params string[] arguments) => RunAsync(In("tool/contrail"), arguments);

    private Task<string> DotnetAsync(params string[] arguments) => RunAsync(Repository.Dotnet, arguments);

    private async Task<string> RunAsync(string fileName, string[] arguments)
    {
        Dictionary<string, string?> environment = new()
        {
            ["NUGET_PACKAGES"] = In("cache"),
            ["DOTNET_NOLOGO"] = "1",
        };
        Ended ended = await Command.RunAsync(fileName, arguments, Patience, environment);
        Assert.True(ended.ExitCode == 0, $"{string.Join(' ', arguments)}: {ended.Output}{ended.Errors}");
        return ended.Output;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
