using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>The symbols of this assembly, as the compiler wrote them.</summary>
public sealed class SourceLinesTests
{
    private const string Module = "/app/Shop.dll";
    private const string Neighbor = "/app/Shop.pdb";

    private static readonly string Symbols = Path.ChangeExtension(typeof(SourceLinesTests).Assembly.Location, ".pdb");
    private static readonly uint Token = (uint)((Delegate)Marked).Method.MetadataToken;

    [Fact]
    public void The_first_line_of_a_method_is_found_next_to_its_module()
    {
        using SourceLines lines = new(static (path, maxBytes) => TargetFile.Read("/", path, maxBytes));
        SourceLine line = lines.Find(Frame(Path.ChangeExtension(Symbols, ".dll"), Id(), Token))!.Value;
        Assert.EndsWith("SourceLinesTests.cs", line.File, StringComparison.Ordinal);
        Assert.Equal((Marked(), true), (line.Line, line.IsMethodStart));
    }

    [Fact]
    public void The_first_line_of_a_method_is_found_in_its_module()
    {
        using SourceLines lines = new(Files(new() { [Module] = Embedding(File.ReadAllBytes(Symbols)) }, []));
        Assert.Equal(Marked(), lines.Find(Frame(Module, Id(), Token))?.Line);
    }

    [Fact]
    public async Task An_asynchronous_method_and_its_body_have_the_same_line()
    {
        MethodInfo method = ((Delegate)MarkedAsync).Method;
        MethodInfo resume = method.GetCustomAttribute<AsyncStateMachineAttribute>()!.StateMachineType
            .GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Instance)!;
        using SourceLines lines = new(Files(new() { [Neighbor] = File.ReadAllBytes(Symbols) }, []));
        Assert.Equal(await MarkedAsync(), lines.Find(Frame(Module, Id(), (uint)resume.MetadataToken))?.Line);
        Assert.Equal(await MarkedAsync(), lines.Find(Frame(Module, Id(), (uint)method.MetadataToken))?.Line);
    }

    [Fact]
    public void Symbols_of_another_build_give_no_line()
    {
        byte[] symbols = File.ReadAllBytes(Symbols);
        using SourceLines lines = new(Files(new() { [Neighbor] = symbols, [Module] = Embedding(symbols) }, []));
        Assert.Null(lines.Find(Frame(Module, Guid.NewGuid(), Token)));
    }

    [Fact]
    public void A_frame_that_has_its_line_needs_no_file()
    {
        List<string> opened = [];
        using SourceLines lines = new(Files([], opened));
        StackFrame frame = new("main.main", "main.go", 7, 0);
        Assert.Equal(new SourceLine("main.go", 7, IsMethodStart: false), lines.Find(frame));
        Assert.Empty(opened);
    }

    [Theory]
    [InlineData("Shop.dll", true)]
    [InlineData("", true)]
    [InlineData(Module, false)]
    public void Nothing_is_opened_without_an_absolute_path_and_an_id(string path, bool hasId)
    {
        List<string> opened = [];
        using SourceLines lines = new(Files([], opened));
        Assert.Null(lines.Find(Frame(path, hasId ? Id() : Guid.Empty, Token)));
        Assert.Empty(opened);
    }

    [Fact]
    public void The_files_of_a_module_are_opened_once_and_those_of_a_limited_number_of_modules()
    {
        List<string> opened = [];
        using SourceLines lines = new(Files([], opened));
        for (int module = 0; module < SourceLines.MaxModules + 50; module++)
        {
            Assert.Null(lines.Find(Frame($"/app/{module}.dll", Id(), 0x06000001)));
            Assert.Null(lines.Find(Frame($"/app/{module}.dll", Id(), 0x06000002)));
        }

        Assert.Equal(2 * SourceLines.MaxModules, opened.Count);
    }

    [Fact]
    public void Damaged_symbols_give_no_line_and_never_throw()
    {
        byte[] symbols = File.ReadAllBytes(Symbols);
        byte[] module = Embedding(symbols);
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            byte[] damagedSymbols = Damage(symbols, random);
            byte[] damagedModule = Damage(module, random);
            using SourceLines lines = new(Files(
                new() { [round % 2 == 0 ? Neighbor : Module] = round % 2 == 0 ? damagedSymbols : damagedModule }, []));
            SourceLine? line = lines.Find(Frame(Module, Id(), Token));
            Assert.True(line is null or { Line: >= 0 });
            Assert.Null(lines.Find(Frame(Module, Id(), 0x0600FFFF)));
            Assert.Null(lines.Find(Frame(Module, Id(), uint.MaxValue)));
        }
    }

    private static int Marked() => Here();

    private static async Task<int> MarkedAsync() => await Task.FromResult(Here());

    private static int Here([CallerLineNumber] int line = 0) => line;

    private static StackFrame Frame(string module, Guid id, uint token) => StackFrame.Named("Shop.Cart.Pay") with
    {
        Method = new ModuleMethod(new ModuleFile(module, id), token),
    };

    private static Func<string, int, byte[]?> Files(Dictionary<string, byte[]> files, List<string> opened) =>
        (path, maxBytes) =>
        {
            opened.Add(path);
            return files.TryGetValue(path, out byte[]? file) && file.Length <= maxBytes ? [.. file] : null;
        };

    private static Guid Id()
    {
        using FileStream file = File.OpenRead(Symbols);
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(file);
        return new Guid(provider.GetMetadataReader().DebugMetadataHeader!.Id.AsSpan(0, 16));
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        for (int change = 0; change < 30; change++)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }

    // The smallest module with such symbols in it.
    private static byte[] Embedding(byte[] symbols)
    {
        MetadataBuilder metadata = new();
        metadata.AddModule(
            0, metadata.GetOrAddString("Shop.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        BlobBuilder embedded = new();
        embedded.WriteBytes(symbols);
        DebugDirectoryBuilder directory = new();
        directory.AddEmbeddedPortablePdbEntry(embedded, portablePdbVersion: 0x0100);
        BlobBuilder module = new();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(),
            debugDirectoryBuilder: directory).Serialize(module);
        return module.ToArray();
    }
}
