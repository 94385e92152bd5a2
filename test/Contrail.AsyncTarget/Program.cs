using System.Globalization;

namespace Contrail.AsyncTarget;

/// <summary>
/// <c>Contrail.AsyncTarget CHAIN[+CHAIN…] MILLISECONDS</c>: prints <c>ready</c>, and for each line of its standard
/// input runs every chain once, one after the other, with waits of that length, and prints <c>done</c>.
/// <c>Contrail.AsyncTarget load-compiler|load-runtime RATE</c>: see <see cref="Load"/>.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<int, Task>> Chains = new()
    {
        ["compiler"] = CompilerChain.OuterAsync,
        ["runtime"] = RuntimeChain.OuterAsync,
        ["mixed"] = MixedChain.OuterAsync,
        ["pooled"] = static time => PooledChain.OuterAsync(time).AsTask(),
        ["compiler-throws"] = static time =>
            FailingChain.CompilerOuterAsync(() => FailingChain.CompilerThrowAsync(time)),
        ["runtime-throws"] = static time => FailingChain.RuntimeOuterAsync(() => FailingChain.RuntimeThrowAsync(time)),
        ["compiler-canceled"] = static time =>
            FailingChain.CompilerOuterAsync(() => FailingChain.CompilerCancelAsync(time)),
        ["runtime-canceled"] = static time =>
            FailingChain.RuntimeOuterAsync(() => FailingChain.RuntimeCancelAsync(time)),
    };

    private static int Main(string[] arguments)
    {
        if (arguments is ["load-compiler" or "load-runtime", { } rate])
        {
            Load.Run(arguments[0] == "load-runtime", int.Parse(rate, CultureInfo.InvariantCulture));
            return 0;
        }

        string[] names = arguments.Length == 2 ? arguments[0].Split('+') : [];
        if (names.Length == 0 || !names.All(Chains.ContainsKey))
        {
            Console.Error.WriteLine(
                $"usage: Contrail.AsyncTarget CHAIN[+CHAIN…] MILLISECONDS with {string.Join(", ", Chains.Keys)}");
            return 2;
        }

        int milliseconds = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        Console.WriteLine("ready");
        while (Console.In.ReadLine() is { } line && line != "stop")
        {
            foreach (string name in names)
            {
                Chains[name](milliseconds).GetAwaiter().GetResult();
            }

            Console.WriteLine("done");
        }

        return 0;
    }
}
