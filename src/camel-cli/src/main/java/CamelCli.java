import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** Camel CLI as a Java program: what its installed {@code camel} command runs. */
public final class CamelCli {

    private CamelCli() {
    }

    /** Runs a command of Camel CLI. */
    public static void main(String[] arguments) {
        CamelJBangMain.run(arguments);
    }
}
